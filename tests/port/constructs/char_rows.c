#include <stdio.h>
#include <string.h>

#define MAX_NAMES 5
#define LENGTH 16

static char names[MAX_NAMES][LENGTH];

static int insert(const char *name, int count)
{
    int i = count;
    while (i > 0 && strcmp(names[i - 1], name) > 0) {
        strcpy(names[i], names[i - 1]);
        i--;
    }
    strncpy(names[i], name, LENGTH - 1);
    names[i][LENGTH - 1] = '\0';
    return count + 1;
}

static void show(char rows[][LENGTH], int count)
{
    int i;
    for (i = 0; i < count; i++)
        printf("%d:%-8s|%c\n", i, rows[i], rows[i][0]);
}

int main(void)
{
    int count = 0;
    char copy[MAX_NAMES][LENGTH];

    count = insert("minsu", count);
    count = insert("jiho", count);
    count = insert("a name that is far too long", count);
    count = insert("zoe", count);
    show(names, count);
    memcpy(copy, names, sizeof(names));
    copy[0][0] = 'A';
    strcat(copy[1], "!");
    show(copy, 2);
    printf("%zu %zu %zu\n", sizeof(names), sizeof(names[0]), strlen(names[0]));
    return 0;
}
