#include <stdio.h>

enum colour { RED = 1, GREEN, BLUE = 10, YELLOW, NONE = -1 };
typedef enum { LOW = 1 << 0, MIDDLE = 1 << 1, HIGH = 1 << 2, ALL = LOW | MIDDLE | HIGH } Level;
enum { BUFFER = 16, NAMES = YELLOW - BLUE + 1 };

static const char *name(enum colour c)
{
    switch (c) {
    case RED: return "red";
    case GREEN: return "green";
    case BLUE: return "blue";
    default: return "?";
    }
}

int main(void)
{
    enum colour c;
    Level level = LOW;
    char buffer[BUFFER];
    int counts[NAMES + 1] = {0};
    enum weekday { MON, TUE, WED, DAYS } day;

    for (c = RED; c <= YELLOW; c = c == GREEN ? BLUE : c + 1)
        printf("%d %s\n", c, name(c));
    level |= HIGH;
    printf("%d %d %s\n", level, ALL & ~level, level & MIDDLE ? "yes" : "no");
    for (day = MON; day < DAYS; day++)
        counts[day] = day * day;
    printf("%d %zu %d\n", counts[WED], sizeof(buffer), NONE);
    return 0;
}
