#include <stdio.h>
#include <limits.h>
#include <stdint.h>

#define KB 1024
#define MB (KB * 1024)
#define BUF_SIZE (4 * KB)
#define PORT 9190
#define SERVER "127.0.0.1"
#define GREETING "hello from " SERVER "\n"
#define MASK 0xFFu
#define FLAG_A (1 << 0)
#define FLAG_B (1 << 3)
#define FLAGS (FLAG_A | FLAG_B)
#define PI 3.14159
#define NEWLINE '\n'
#define EMPTY
#define LONG_ONE \
    1000000000000LL
#define TRUE 1
#define FALSE 0
#define OK TRUE

int main(void)
{
    char buffer[BUF_SIZE / 1024];
    EMPTY

    printf("%d %d %zu\n", MB, BUF_SIZE, sizeof(buffer));
    printf(GREETING);
    printf("%s:%d %u %d\n", SERVER, PORT, MASK & 0x1234, FLAGS);
    printf("%.2f%c", PI * 2, NEWLINE);
    printf("%lld %d\n", LONG_ONE / 7, OK == !FALSE);
    printf("%d %u %ld %lu\n", INT_MAX, UINT_MAX, LONG_MIN, ULONG_MAX);
    printf("%d %d %d %lld\n", SCHAR_MIN, UCHAR_MAX, SHRT_MAX, LLONG_MAX);
    printf("%d %u %lld\n", INT8_MIN, UINT16_MAX, (long long)INT64_MAX);
    return 0;
}
