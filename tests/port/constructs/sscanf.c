#include <stdio.h>

int main(void)
{
    char op, name[16];
    int a, b, n;
    unsigned char octets[4];
    float f;

    n = sscanf("12 + 34", "%d %c %d", &a, &op, &b);
    printf("%d %d%c%d\n", n, a, op, b);
    n = sscanf("user=kim;age=20", "user=%15[^;];age=%d", name, &a);
    printf("%d %s %d\n", n, name, a);
    sscanf("192.168.0.7", "%hhu.%hhu.%hhu.%hhu", &octets[0], &octets[1], &octets[2], octets + 3);
    printf("%d-%d\n", octets[0], octets[3]);
    n = sscanf("x", "%f", &f);
    printf("%d\n", n);
    sscanf("2.5e1", "%f", &f);
    printf("%.1f\n", f);
    return 0;
}
