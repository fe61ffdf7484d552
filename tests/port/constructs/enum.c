#include <stdio.h>

enum color { RED, GREEN = 5, BLUE, LAST = BLUE + 10 };
typedef enum { OFF, ON } toggle;
enum { PORT = 9190, BACKLOG = 5 };

static const char *name(enum color c)
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
    enum color c = GREEN;
    toggle t = ON;
    int table[LAST] = {0};

    table[BLUE] = 3;
    printf("%d %d %d %d %s %s\n", RED, GREEN, BLUE, LAST, name(c), name(9));
    c++;
    printf("%s %d\n", name(c), table[c]);
    t = !t;
    printf("%d %zu %d\n", t, sizeof(enum color), PORT + BACKLOG);
    return 0;
}
