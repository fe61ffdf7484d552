#include <stdio.h>

int days(int month, int year)
{
    switch (month) {
    case 4: case 6: case 9: case 11:
        return 30;
    case 2:
        if (year % 400 == 0 || (year % 4 == 0 && year % 100 != 0))
            return 29;
        return 28;
    default:
        if (month < 1 || month > 12)
            return -1;
        return 31;
    }
}

int main()
{
    int years[3] = {1900, 2000, 2023};
    int y, m;
    for (y = 0; y < 3; y++) {
        int sum = 0;
        for (m = 1; m <= 12; m++)
            sum += days(m, years[y]);
        printf("%d: %d\n", years[y], sum);
    }
    printf("%d %d\n", days(13, 2000), days(2, 2024));
    return 0;
}
