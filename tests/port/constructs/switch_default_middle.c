#include <stdio.h>

static const char *kind(int n)
{
    const char *text = "nothing";

    switch (n) {
    case 0:
        text = "zero";
        break;
    default:
        text = "other";
        if (n > 100)
            break;
    case 7:
        if (n == 7)
            text = "seven";
        else
            text = "small";
        break;
    case -1:
        return "minus one";
    }
    return text;
}

int main(void)
{
    int i, values[] = {0, 7, -1, 42, 101, -7};

    for (i = 0; i < 6; i++)
        printf("%d is %s\n", values[i], kind(values[i]));
    return 0;
}
