#include <stdio.h>
#include <stdlib.h>

#define SIZE 10
#define DOUBLE_SIZE (SIZE * 2)
#define SQUARE(x) ((x) * (x))
#define MAX(a, b) ((a) > (b) ? (a) : (b))
#define PRINT(x) printf(#x " = %d\n", x)
#define SWAP(type, a, b) do { type t_ = a; a = b; b = t_; } while (0)
#define LOG(fmt, ...) printf("log: " fmt "\n", ##__VA_ARGS__)
#define FIELD(n) field_##n
#define FOREVER for (;;)
#define BUG 2 + 3

int main(void)
{
    int a = 3, b = 7, field_1 = 11;
    char buf[DOUBLE_SIZE];

    printf("%d %d %d\n", SQUARE(a + 1), MAX(a, b), BUG * 2);
    PRINT(a);
    PRINT(a + b);
    SWAP(int, a, b);
    PRINT(a);
    LOG("plain");
    LOG("%d %s", b, "text");
    printf("%d %zu\n", FIELD(1), sizeof(buf));
    FOREVER {
        if (a-- == 0)
            break;
    }
    printf("%d\n", a);
    return 0;
}
