#include <stdio.h>
#include <string.h>

const char *months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", NULL};
char *colours[3] = {"red", "green"};

int find(const char *list[], const char *name)
{
    int i;
    for (i = 0; list[i] != NULL; i++)
        if (!strcmp(list[i], name))
            return i;
    return -1;
}

int main(void)
{
    const char **p;
    int n = sizeof(months) / sizeof(*months) - 1;

    printf("%d %d %d\n", n, find(months, "Apr"), find(months, "Dec"));
    for (p = months; *p; p++)
        printf("%s%c", *p, p[1] ? ',' : '\n');
    printf("%s %c %c\n", colours[1], colours[0][2], *(colours[1] + 1));
    if (colours[2] == NULL) {
        colours[2] = "blue";
        colours[0] = colours[1];
    }
    for (n = 0; n < 3; n++)
        printf("%s %zu\n", colours[n], strlen(colours[n]));
    return 0;
}
