#include <stdio.h>

static const char *grade(int score)
{
    switch (score / 10) {
    case 10:
    case 9: return "A";
    case 8: return "B";
    case 7: return "C";
    default: return "F";
    }
}

static int kind(int c)
{
    switch (c) {
    case 'a' ... 'z': return 1;
    case '0' ... '9': return 2;
    default: return 0;
    }
}

int main(void)
{
    int score;

    for (score = 55; score <= 100; score += 9)
        printf("%d %s\n", score, grade(score));
    printf("%d%d%d\n", kind('q'), kind('5'), kind('#'));
    return 0;
}
