#include <stdio.h>

int main(void)
{
    int x = 0x01020304;
    double d = 1.0;
    char *p = (char *)&x;
    unsigned char *q = (unsigned char *)&d;
    int i;

    for (i = 0; i < (int)sizeof(x); i++)
        printf("%02x ", p[i]);
    printf("\n%s endian\n", *p == 4 ? "little" : "big");
    for (i = 0; i < 8; i++)
        printf("%02x", q[i]);
    printf("\n");
    p[3] = 0x7f;
    ((char *)&x)[0] = 0;
    printf("%x\n", x);
    return 0;
}
