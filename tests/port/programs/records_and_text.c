#include <stdio.h>
#include <string.h>
#include <stdlib.h>
#include <unistd.h>
#include <fcntl.h>
#include <sys/socket.h>
/* Records in a file, a file of settings, and what a course does with text. */
struct date {
    int y, m, d;
};
struct record {
    int id;
    char name[12];
    long bal;
    struct date on;
};
int leap(int y) { return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0; }
int days(struct date d)
{
    static int md[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int n = d.d, i;
    for (i = 1; i < d.m; i++)
        n += md[i - 1] + (i == 2 && leap(d.y));
    for (i = 1; i < d.y; i++)
        n += 365 + leap(i);
    return n;
}
char *roman(int n)
{
    static char out[32];
    static const struct {
        int v;
        char *s;
    } t[] = {{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"},
             {40, "XL"},  {10, "X"},   {9, "IX"},  {5, "V"},    {4, "IV"},  {1, "I"}};
    int i;
    *out = 0;
    for (i = 0; n > 0;)
        if (n >= t[i].v) {
            strcat(out, t[i].s);
            n -= t[i].v;
        } else
            i++;
    return out;
}
void rot13(char *s)
{
    for (; *s; s++) {
        if ((*s >= 'a' && *s < 'n') || (*s >= 'A' && *s < 'N'))
            *s += 13;
        else if ((*s >= 'n' && *s <= 'z') || (*s >= 'N' && *s <= 'Z'))
            *s -= 13;
    }
}
void hexdump(const void *p, size_t n)
{
    const unsigned char *b = p;
    size_t i, j;
    for (i = 0; i < n; i += 8) {
        printf("%04zx ", i);
        for (j = i; j < i + 8; j++)
            j < n ? printf("%02x ", b[j]) : printf("   ");
        for (j = i; j < i + 8 && j < n; j++)
            putchar(b[j] >= 32 && b[j] < 127 ? b[j] : '.');
        putchar('\n');
    }
}
int spiral(int n, int a[][5])
{
    int v = 1, t = 0, b = n - 1, l = 0, r = n - 1, i;
    while (t <= b && l <= r) {
        for (i = l; i <= r; i++)
            a[t][i] = v++;
        t++;
        for (i = t; i <= b; i++)
            a[i][r] = v++;
        r--;
        for (i = r; i >= l; i--)
            a[b][i] = v++;
        b--;
        for (i = b; i >= t; i--)
            a[i][l] = v++;
        l++;
    }
    return v - 1;
}
int main(void)
{
    struct record r[2] = {{1, "kim", 500, {2024, 2, 29}},
                          {2, "lee", -20, {.y = 1999, .d = 31, .m = 12}}},
                  in, *p = r;
    int fd = open("db", O_RDWR | O_CREAT | O_TRUNC, 0600), i, j, a[5][5];
    char text[] = "Hello, World", line[80], key[20], val[20];
    FILE *f;
    for (i = 0; i < 2; i++)
        write(fd, p + i, sizeof(struct record));
    lseek(fd, sizeof(struct record), SEEK_SET);
    read(fd, &in, sizeof in);
    printf("%d %s %ld %d\n", in.id, in.name, in.bal, days(in.on) - days(r[0].on));
    in.bal += 120;
    lseek(fd, -(off_t)sizeof(in), SEEK_CUR);
    write(fd, &in, sizeof(in));
    close(fd);
    f = fopen("db", "rb");
    while (fread(&in, sizeof(in), 1, f) == 1)
        printf("%s=%ld ", in.name, in.bal);
    puts("");
    fclose(f);
    puts(roman(1994));
    rot13(text);
    puts(text);
    hexdump(text, sizeof text);
    printf("%d\n", spiral(4, a));
    for (i = 0; i < 4; i++) {
        for (j = 0; j < 4; j++)
            printf("%3d", a[i][j]);
        puts("");
    }
    f = fopen("c.ini", "w");
    fputs("[net]\nport = 9190\n# comment\nhost=localhost\n\n", f);
    fclose(f);
    f = fopen("c.ini", "r");
    while (fgets(line, sizeof line, f)) {
        if (*line == '#' || *line == '\n')
            continue;
        if (sscanf(line, "[%19[^]]]", key) == 1)
            printf("section %s\n", key);
        else if (sscanf(line, " %19[^= ] = %19s", key, val) == 2)
            printf("%s->%s\n", key, val);
    }
    fclose(f);
    return 0;
}
