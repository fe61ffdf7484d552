#include <stdio.h>

static int trace(int n, int result)
{
    printf("<%d>", n);
    return result;
}

int main(void)
{
    int a[8] = {0}, i = 0, j = 7, n;
    int *p;
    char s[] = "shift", *q;

    a[i++] = 10;
    a[++i] = 20;
    a[j--] = i;
    a[j] = a[i--] + 1;
    printf("%d %d |", i, j);
    for (n = 0; n < 8; n++)
        printf(" %d", a[n]);
    printf("\n");
    p = a;
    n = *p++;
    n += *++p;
    n += (*p)++;
    n += ++*p;
    printf("%d %d %d\n", n, *p, (int)(p - a));
    q = s;
    while (*q)
        *q++ += 1;
    printf("%s\n", s);
    if (trace(1, 0) && trace(2, 1) || trace(3, 1) && !trace(4, 0))
        printf(" yes\n");
    if ((n = trace(5, 3)) > 2 && (j = n--) == 3)
        printf(" %d %d\n", n, j);
    i = (j = 4, j += 2, j * 2);
    i -= j -= 1;
    printf("%d %d\n", i, j);
    n = i++ + j--;
    n += i++ * 2;
    n = -i++ - -j--;
    printf("%d %d %d\n", i, j, n);
    return 0;
}
