#include <stdio.h>
#include <string.h>

static const char *script = "3 10 0 7";
static int next(void)
{
    int n = 0;
    while (*script == ' ')
        script++;
    if (!*script)
        return -1;
    while (*script >= '0' && *script <= '9')
        n = n * 10 + (*script++ - '0');
    return n;
}

int main(void)
{
    int n, sum = 0, c, length;
    const char *p = "key=value", *eq;
    char copy[16];

    while ((n = next()) != -1) {
        if (!(n % 2))
            continue;
        sum += n;
    }
    printf("%d %d\n", sum, n);
    if ((eq = strchr(p, '=')) != NULL && (length = eq - p) < 8)
        printf("%d %.*s %s\n", length, length, p, eq + 1);
    n = 0;
    while ((copy[n] = p[n]))
        n++;
    printf("%s %d\n", copy, n);
    for (n = 0; (c = copy[n]) != '='; n++)
        putchar(c);
    if ((n = (c == '=')))
        printf(" %d\n", n);
    if (!(p = strstr(copy, "nothing")))
        printf("not there\n");
    do {
        sum /= 2;
    } while ((c = sum) > 1);
    return c;
}
