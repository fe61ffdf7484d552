#include <stdio.h>
#include <stdint.h>
#include <inttypes.h>

static unsigned long long factorial(int n) { return n < 2 ? 1 : n * factorial(n - 1); }
static long long power(long long base, unsigned n, long long modulus)
{
    long long result = 1;
    base %= modulus;
    while (n) {
        if (n & 1)
            result = result * base % modulus;
        base = base * base % modulus;
        n >>= 1;
    }
    return result;
}

int main(void)
{
    int64_t big = INT64_C(1) << 40;
    uint64_t huge = UINT64_MAX;
    long long seconds = 365LL * 24 * 60 * 60 * 1000;
    int a = 100000;

    printf("%llu %llu\n", factorial(20), factorial(21));
    printf("%lld\n", power(3, 1000, 1000000007));
    printf("%" PRId64 " %" PRIu64 "\n", big, huge);
    printf("%lld %lld\n", seconds, -seconds / 7 % 1000);
    printf("%lld %d\n", (long long)a * a, (int)((long long)a * a));
    huge++;
    printf("%" PRIx64 " %" PRIu64 "\n", huge - 1, huge);
    big = -big;
    printf("%lld %lld %d\n", (long long)(big >> 3), (long long)(big / 3), (int)(big % 7));
    printf("%llu\n", (unsigned long long)-1 / 2);
    printf("%u %lu\n", (uint32_t)seconds, (unsigned long)(unsigned)-5);
    return 0;
}
