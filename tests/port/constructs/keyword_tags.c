#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef DEBUG
#define DBG(...) fprintf(stderr, __VA_ARGS__)
#else
#define DBG(...) ((void)0)
#endif
#if 0
this is not C
#endif
#define FREE(p)                                                                                    \
    do {                                                                                           \
        free(p);                                                                                   \
        (p) = NULL;                                                                                \
    } while (0)
#define CONCAT(a, b) a##b
#define STR(x) #x
#define XSTR(x) STR(x)
#define VERSION 3
#define forever for (;;)
#define begin {
#define end }
int CONCAT(my, func)(int in) { return in + 1; }
struct lambda {
    int is, def, pass;
    char *class;
    struct lambda *None;
};
int None = 3, True = 4, print = 5, len = 6, str = 7;
static int self;
int is(int with)
{
    int as = with, and = 2, or = 3, not = 4, del = 5, yield = 6, raise_ = 7, async = 8;
    return as + and + or + not + del + yield + raise_ + async;
}
int main(int argc, char **argv) begin struct lambda from = {1, 2, 3, "cls", NULL}, *import = &from;
int list[3] = {3, 1, 2}, *ptr = list, range = 3, ord = 0, i;
char *p = malloc(10), input[] = "in";
char sizeofs[5] = "abcd";
DBG("x %d\n", 1);
strcpy(p, "text");
puts(p);
FREE(p);
printf("%d\n", p == NULL);
import->None = import;
printf("%d %s %d\n", import->None->None->pass, from.class, from.is + from.def);
printf("%d %s %s %d\n", myfunc(1), STR(VERSION), XSTR(VERSION), is(1));
printf("%d %d %d %d %d\n", None, True, print, len, str);
forever
{
    if (++ord > 3)
        break;
    if (ord == 2)
        continue;
    printf("%d", ord);
}
puts("");
for (i = range; i--;)
    printf("%d ", ptr[i]);
printf("%s %c %d\n", input, *sizeofs, self);
{
    int self = 9;
    len += self;
}
printf("%d\n", len);
while (0)
    ;
;
;
return 0;
end
