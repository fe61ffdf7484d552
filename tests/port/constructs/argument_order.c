#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <arpa/inet.h>
int counter, trace[20];
int next(void) { return ++counter; }
int add(int a, int b) { int s = a + b; return s; }
int log_(const char *name, int v) { printf("%s ", name); return v; }
int three(int a, int b, int c) { return a * 100 + b * 10 + c; }
char *ip(unsigned n) { struct in_addr a; a.s_addr = htonl(n); return inet_ntoa(a); }
int parse(const char *s, int *out) { *out = s[0] - '0'; return s[1] == 0; }
int main(void) {
    int i = 0, a[5] = {5, 6, 7, 8, 9}, *p = a, x = 3;
    printf("%d %d %d\n", next(), next(), counter);
    printf("%d %d\n", i++, i++);
    printf("%d %d\n", i, i++);
    printf("%d %d\n", i++, i);
    printf("%d %d\n", a[i], i--);
    printf("%d %d\n", *p++, *p++);
    printf("%d %d\n", add(1, 2), add(3, 4));
    printf("%d\n", three(log_("a", 1), log_("b", 2), log_("c", 3)));
    srand(1); printf("%d %d\n", rand() % 6 + 1, rand() % 6 + 1);
    printf("%s %s\n", ip(0x01020304), ip(0x05060708));
    printf("%d %d\n", next(), counter);
    printf("%d %d\n", counter, next());
    printf("%d %d\n", sscanf("42", "%d", &x), x);
    printf("%d %d\n", parse("7", &x), x); printf("%d %d\n", x, parse("9", &x));
    printf("%s %d\n", strlen("abc") > 2 ? "long" : "short", next());
    if (x > 2 && three(next(), next(), 0) > 100) printf("yes %d\n", counter);
    while (three(0, i++, next()) < 90 && i < 4) printf("%d ", i);
    int r = three(i = 2, i + 1, 4); printf("%d %d\n", r, i);
    int (*f)(int, int, int) = three; printf("%d\n", f(next(), next(), next()));
    return 0;
}
