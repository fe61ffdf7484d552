#include <stdio.h>
#include <string.h>

int main(void)
{
    char buf[64], small[12];
    int n;

    n = sprintf(buf, "%s:%d", "127.0.0.1", 9190);
    printf("%s %d\n", buf, n);
    n = snprintf(small, sizeof(small), "%s", "a very long text");
    printf("%s %d\n", small, n);
    sprintf(buf + strlen(buf), "/%c%02x", 'z', 10);
    printf("%s\n", buf);
    sscanf(buf, "%[^:]:%d", small, &n) == 2 ? printf("%d\n", n) : puts("no");
    return 0;
}
