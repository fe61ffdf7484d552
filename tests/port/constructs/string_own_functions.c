#include <stdio.h>

static int my_strlen(const char *s) { int n = 0; while (s[n]) n++; return n; }
static char *my_strcpy(char *to, const char *from)
{
    char *start = to;
    while ((*to++ = *from++) != '\0')
        ;
    return start;
}
static int my_strcmp(const char *a, const char *b)
{
    while (*a && *a == *b) {
        a++;
        b++;
    }
    return *a - *b;
}
static void reverse(char s[])
{
    int i, j;
    char c;
    for (i = 0, j = my_strlen(s) - 1; i < j; i++, j--) {
        c = s[i];
        s[i] = s[j];
        s[j] = c;
    }
}
static void itoa(int n, char s[])
{
    int i = 0, sign;
    if ((sign = n) < 0)
        n = -n;
    do {
        s[i++] = n % 10 + '0';
    } while ((n /= 10) > 0);
    if (sign < 0)
        s[i++] = '-';
    s[i] = '\0';
    reverse(s);
}
static int atoi_(const char *s)
{
    int n = 0, sign = 1;
    for (; *s == ' '; s++)
        ;
    if (*s == '-' || *s == '+')
        sign = *s++ == '-' ? -1 : 1;
    for (; *s >= '0' && *s <= '9'; ++s)
        n = 10 * n + (*s - '0');
    return sign * n;
}
static char *trim(char *s)
{
    char *end;
    while (*s == ' ') s++;
    end = s + my_strlen(s);
    while (end > s && end[-1] == ' ') *--end = 0;
    return s;
}
static void squeeze(char *s, int c)
{
    char *to = s;
    for (; *s; s++)
        if (*s != c)
            *to++ = *s;
    *to = *s;
}

int main(void)
{
    char buffer[32], padded[] = "   in the middle  ";

    itoa(-1234, buffer);
    printf("%s %d %d\n", buffer, atoi_(buffer), my_strlen(buffer));
    printf("%s\n", my_strcpy(buffer, "reverse me"));
    reverse(buffer);
    printf("%s %d %d\n", buffer, my_strcmp("abc", "abd"), my_strcmp("ab", "ab"));
    printf("[%s]\n", trim(padded));
    squeeze(buffer, 'e');
    printf("%s\n", buffer);
    return 0;
}
