#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void make(char **out, const char *text)
{
    *out = malloc(strlen(text) + 1);
    strcpy(*out, text);
}

static void advance(const char **p)
{
    while (**p == ' ')
        (*p)++;
}

int main(void)
{
    char *s = NULL;
    int x = 1, y = 2;
    int *p = &x, **pp = &p;
    const char *text = "   spaces";
    char *words[] = {"a", "b", "c", NULL};
    char **w;

    make(&s, "allocated");
    printf("%s\n", s);
    free(s);
    **pp = 10;
    *pp = &y;
    **pp = 20;
    printf("%d %d %d\n", x, y, *p);
    advance(&text);
    printf("%s\n", text);
    for (w = words; *w != NULL; w++)
        printf("%s ", *w);
    printf("\n");
    return 0;
}
