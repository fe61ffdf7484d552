#include <stdio.h>

int main(void)
{
    char c = 200;
    unsigned char u = 200;
    signed char s = -1;
    char bytes[] = {(char)0xea, (char)0xb0, (char)0x80, 0};
    int i, sum = 0;

    printf("%d %d %d\n", c, u, s);
    printf("%d %d %d\n", c == u, (unsigned char)c == u, c < 0);
    printf("%x %x %x\n", c, u, (unsigned char)s);
    for (i = 0; bytes[i]; i++)
        sum += bytes[i];
    printf("%d %s %02x\n", sum, bytes, bytes[0] & 0xff);
    c = 'A' + 25;
    c++;
    u = 255;
    u++;
    s = 127;
    s++;
    printf("%c %d %d\n", c, u, s);
    c = -128;
    c = -c;
    u = ~0;
    printf("%d %d %d\n", c, u, u >> 1);
    printf("%d %d\n", 'a' - 'A', '9' - '0');
    printf("%d %d %d\n", '\n', '\x41', '\101');
    printf("%c%c%c%c", '\'', '"', '\\', '\t');
    printf("%d\n", (char)300 + (unsigned char)300);
    for (c = 'z'; c >= 'v'; c -= 2)
        printf("%c", c);
    printf("\n");
    return 0;
}
