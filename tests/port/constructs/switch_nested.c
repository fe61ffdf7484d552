#include <stdio.h>

int main(void)
{
    int i, j;

    for (i = 0; i < 3; i++)
        for (j = 0; j < 4; j++) {
            switch (i) {
            case 0:
                switch (j) {
                case 0: printf("0/0 "); break;
                case 1: printf("0/1 ");
                default: printf("0/* ");
                }
                break;
            case 1:
                if (j == 2)
                    break;
                printf("1/%d ", j);
                continue;
            default:
                printf("%d/%d ", i, j);
            }
            printf("end ");
        }
    printf("\n");
    return 0;
}
