#include <stdio.h>
#include <string.h>

#define STRING(x) #x
#define EXPAND(x) STRING(x)
#define PASTE(a, b) a##b
#define VERSION 42
#define SHOW(e) printf(#e " = %d\n", (e))
#define FIELD(s, n) ((s).PASTE(field_, n))
#define LOG(...) printf(__VA_ARGS__)
#define DEBUG(format, ...) printf("debug: " format "\n", ##__VA_ARGS__)
#define EACH(i, n) for ((i) = 0; (i) < (n); (i)++)
#define SWAP(type, a, b) do { type t_ = (a); (a) = (b); (b) = t_; } while (0)
#define ABS(x) ((x) < 0 ? -(x) : (x))
#define MIN3(a, b, c) ((a) < (b) ? ((a) < (c) ? (a) : (c)) : ((b) < (c) ? (b) : (c)))
#define SQUARE(x) x * x

struct record { int field_1, field_2; };

int main(void)
{
    struct record r = {11, 22};
    int PASTE(va, lue) = 5, i, sum = 0;
    double d1 = 1.5, d2 = 2.5;

    printf("%s %s\n", STRING(VERSION), EXPAND(VERSION));
    SHOW(3 * 4 + value);
    SHOW(SQUARE(2 + 1));
    printf("%d %d\n", FIELD(r, 1), FIELD(r, 2));
    LOG("%s %d\n", "log", 1);
    DEBUG("plain");
    DEBUG("%d %d", 1, 2);
    EACH(i, 5)
        sum += i;
    SWAP(double, d1, d2);
    SWAP(int, r.field_1, sum);
    printf("%d %.1f %.1f %d\n", sum, d1, d2, r.field_1);
    printf("%d %d\n", ABS(-7) + ABS(3), MIN3(5, 2, 9));
    if (value > 3)
        SWAP(int, value, sum);
    else
        value = 0;
    printf("%d\n", value);
    return 0;
}
