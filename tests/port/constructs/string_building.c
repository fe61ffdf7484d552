#include <stdio.h>
#include <string.h>

int main(void)
{
    char line[32] = "GET ", path[20], small[6];
    char *p;
    int n, i;

    strcpy(path, "/index");
    strcat(path, ".html");
    strcat(line, path);
    strncat(line, " HTTP/1.0 and more", 9);
    printf("%s (%zu)\n", line, strlen(line));
    n = snprintf(small, sizeof(small), "%d-%s", 12, "abcdef");
    printf("%s %d %d\n", small, n, n >= (int)sizeof(small));
    strncpy(small, "ab", sizeof(small));
    printf("%s %d %d\n", small, small[3], small[5]);
    strncpy(small, "abcdefgh", sizeof(small));
    small[5] = '\0';
    printf("%s\n", small);
    p = path;
    for (i = 0; i < 3; i++)
        p += sprintf(p, "%d,", i * i);
    *--p = 0;
    printf("%s %d\n", path, (int)(p - path));
    memset(path, '-', 10);
    path[10] = 0;
    path[4] = 0;
    strcat(path, "+");
    printf("%s\n", path);
    p = stpcpy(path, "one");
    strcpy(p, "two");
    printf("%s\n", path);
    return 0;
}
