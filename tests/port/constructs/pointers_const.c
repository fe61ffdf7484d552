#include <stdio.h>

static int length(const char *const s)
{
    const char *p = s;
    while (*p)
        p++;
    return (int)(p - s);
}

static const char *skip(const char *s)
{
    while (*s == ' ' || *s == '\t')
        s++;
    return s;
}

int main(void)
{
    const int limit = 3;
    const int table[] = {10, 20, 30};
    const int *p = table;
    int value = 5;
    int *const fixed = &value;
    const char *const words[] = {"  one", "\ttwo", "three"};
    int i;

    *fixed = 6;
    (*fixed)++;
    for (i = 0; i < limit; i++)
        printf("%d %s %d\n", *p++, skip(words[i]), length(words[i]));
    printf("%d\n", value);
    return 0;
}
