#include <stdio.h>
#include <string.h>

int main(void)
{
    int a, b, n;
    unsigned x;
    long l;
    short h;
    float f;
    double d;
    char word[16], rest[32], c;
    struct { int x, y; } p;
    int array[3];

    n = sscanf("10 -20 ff 123456789012", "%d %d %x %ld", &a, &b, &x, &l);
    printf("%d: %d %d %u %ld\n", n, a, b, x, l);
    n = sscanf("1.5 2.25 7 x", "%f %lf %hd %c", &f, &d, &h, &c);
    printf("%d: %.2f %.2f %d %c\n", n, f, d, h, c);
    n = sscanf("name=value; more", "%15[^=]=%[a-z]", word, rest);
    printf("%d: %s %s\n", n, word, rest);
    n = sscanf("12:34", "%d:%d%n", &p.x, &p.y, &a);
    printf("%d: %d %d %d\n", n, p.x, p.y, a);
    n = sscanf("GET /index.html HTTP/1.1", "%s %31s", word, rest);
    printf("%d: %s %s\n", n, word, rest);
    n = sscanf("abc", "%d", &a);
    printf("%d\n", n);
    n = sscanf("1 2 3", "%d%*d%d", &array[0], array + 1);
    printf("%d: %d %d\n", n, array[0], array[1]);
    printf("%d\n", sscanf("", "%d", &a));
    n = sscanf("123456", "%2d%3d", &a, &b);
    printf("%d: %d %d\n", n, a, b);
    n = sscanf("192.168.0.7", "%d.%d.%d.%d", &array[0], &array[1], &array[2], &b);
    printf("%d: %d %d %d %d\n", n, array[0], array[1], array[2], b);
    return 0;
}
