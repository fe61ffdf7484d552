#include <stdio.h>

static void show(int n)
{
    printf("%d:", n);
    switch (n) {
    case 1:
        printf(" one");
    case 2:
        printf(" two");
        break;
    case 3:
    case 4:
        printf(" three-four");
        /* fall through */
    default:
        printf(" default");
    case 9:
        printf(" nine");
        break;
    case 5: {
        int local = n * 2;
        printf(" %d", local);
    }
    }
    printf("\n");
}

int main(void)
{
    int i;

    for (i = 0; i < 11; i++)
        show(i);
    return 0;
}
