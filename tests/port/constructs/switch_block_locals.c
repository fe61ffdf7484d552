#include <stdio.h>

int main(void)
{
    int op, a = 17, b = 5;

    for (op = '%'; op <= '/'; op++) {
        switch (op) {
        case '+': {
            int sum = a + b;
            printf("%d + %d = %d\n", a, b, sum);
            break;
        }
        case '-': {
            int difference;
            difference = a - b;
            printf("%d - %d = %d\n", a, b, difference);
        } break;
        case '*':
            printf("%d * %d = %d\n", a, b, a * b);
            break;
        case '/':
            if (b != 0) {
                printf("%d / %d = %d\n", a, b, a / b);
                break;
            }
            printf("division by zero\n");
            break;
        case '%':
            printf("%d %% %d = %d\n", a, b, a % b);
        case ',':
        case '.':
            break;
        default:
            printf("'%c' is no operator\n", op);
        }
    }
    return 0;
}
