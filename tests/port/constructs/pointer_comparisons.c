#include <stdio.h>
#include <string.h>

static int is_palindrome(const char *s)
{
    const char *end = s + strlen(s) - 1;

    while (s < end)
        if (*s++ != *end--)
            return 0;
    return 1;
}

static char *last(char *s, char wanted)
{
    char *p = s + strlen(s);
    while (p > s)
        if (*--p == wanted)
            return p;
    return NULL;
}

int main(void)
{
    char path[] = "/usr/local/bin";
    int values[8] = {1, 2, 3, 4, 5, 6, 7, 8};
    int *low = values, *high = &values[7];
    char *found;

    printf("%d %d %d\n", is_palindrome("level"), is_palindrome("abba"), is_palindrome("ab"));
    while (low < high) {
        int t = *low;
        *low++ = *high;
        *high-- = t;
    }
    for (low = values; low != values + 8; ++low)
        printf("%d", *low);
    found = last(path, '/');
    printf("\n%s at %ld\n", found ? found + 1 : "none", (long)(found - path));
    printf("%d\n", last(path, 'x') == NULL);
    return 0;
}
