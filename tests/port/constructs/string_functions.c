#include <ctype.h>
#include <stdio.h>
#include <string.h>

int main(void)
{
    char a[40] = "network", b[40];
    char *p;
    int i;

    strcpy(b, a);
    strcat(b, " programming");
    printf("%s %d %d\n", b, (int)strlen(b), strcmp(a, b) < 0);
    printf("%d %d\n", strncmp(a, b, 7), strcmp("b", "a") > 0);
    p = strchr(b, ' ');
    printf("%s %ld\n", p + 1, (long)(p - b));
    p = strstr(b, "gram");
    if (p != NULL)
        printf("%s\n", p);
    printf("%d\n", strstr(b, "zzz") == NULL);
    strncpy(a, "1234567890", 4);
    a[4] = 0;
    printf("%s\n", a);
    memmove(b + 2, b, 5);
    printf("%s %d\n", b, memcmp(b, "ne", 2));
    for (i = 0; b[i]; i++)
        b[i] = toupper(b[i]);
    printf("%s %d %d %d\n", b, isdigit('7') != 0, isalpha('7') != 0, isspace('\t') != 0);
    p = strrchr("a/b/c", '/');
    printf("%s %zu %zu\n", p, strspn("112a", "12"), strcspn("abc;d", ";"));
    return 0;
}
