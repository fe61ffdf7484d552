#include <stdio.h>

int main(void)
{
    int minus = -1;
    unsigned one = 1;
    unsigned char byte = 200;
    unsigned short word = 60000;
    long big = -1;

    printf("%d\n", minus < one);
    printf("%d\n", minus < byte);
    printf("%d\n", minus < word);
    printf("%d\n", big < one);
    printf("%d\n", minus == 0xffffffffu);
    printf("%d\n", big == 0xffffffffu);
    printf("%d\n", sizeof(int) > minus);
    if (one - 2 > 0)
        printf("large\n");
    return 0;
}
