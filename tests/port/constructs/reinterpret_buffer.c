#include <stdio.h>
#include <string.h>

int main(void)
{
    char buf[64];
    int i, n = 4, sum = 0;

    memset(buf, 0, sizeof(buf));
    buf[0] = (char)n;
    for (i = 0; i < n; i++)
        *(int *)&buf[1 + i * 4] = (i + 1) * 1000;
    buf[1 + n * 4] = '+';
    for (i = 0; i < n; i++)
        sum += *(int *)&buf[i * 4 + 1];
    printf("%d %d %c\n", buf[0], sum, buf[17]);
    *((short *)(buf + 32)) = 0x1234;
    printf("%x %x\n", buf[32], buf[33]);
    printf("%d\n", ((int *)(buf + 1))[2]);
    return 0;
}
