#include <stdio.h>
#include <string.h>

int main(void)
{
    int numbers[6] = {1, 2, 3, 4, 5, 6}, copy[6];
    char text[] = "abcdefgh";
    unsigned char *p;
    double d[2];
    int i;

    memcpy(copy, numbers, sizeof(numbers));
    memmove(copy + 1, copy, 5 * sizeof(int));
    for (i = 0; i < 6; i++)
        printf("%d ", copy[i]);
    memmove(text + 2, text, 4);
    printf("%s\n", text);
    memset(copy, 0xff, 2 * sizeof *copy);
    printf("%d %d\n", copy[1], copy[2]);
    p = memchr(text, 'd', sizeof(text));
    printf("%ld %d\n", p ? (long)((char *)p - text) : -1L, memchr(text, 'z', 8) == NULL);
    printf("%d %d\n", memcmp(numbers, copy, 4) != 0, memcmp("abc", "abd", 2));
    memset(d, 0, sizeof(d));
    d[1] = 2.5;
    memcpy(&d[0], &d[1], sizeof(double));
    printf("%.1f\n", d[0]);
    bzero(text, sizeof(text));
    printf("%zu\n", strlen(text));
    memcpy(&i, "\x01\x02\x00\x00", 4);
    printf("%d\n", i);
    return 0;
}
