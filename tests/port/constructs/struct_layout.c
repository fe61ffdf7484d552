#include <stdio.h>
#include <stddef.h>
#include <stdint.h>

struct loose { char a; int b; char c; double d; short e; };
struct tight { double d; int b; short e; char a, c; };
struct inner { uint16_t id; uint8_t flags; };
struct outer { uint8_t type; struct inner inner[3]; uint32_t length; };
struct __attribute__((packed)) header { uint8_t version; uint32_t length; uint16_t sum; };
union number { char c; short s; long l; float f; };

int main(void)
{
    struct outer o;
    printf("%zu %zu\n", sizeof(struct loose), sizeof(struct tight));
    printf("%zu %zu %zu\n", offsetof(struct loose, b), offsetof(struct loose, d),
           offsetof(struct loose, e));
    printf("%zu %zu %zu\n", sizeof(struct inner), sizeof(struct outer), sizeof o.inner);
    printf("%d\n", (int)((char *)&o.length - (char *)&o));
    printf("%d\n", (int)((char *)&o.inner[2].flags - (char *)&o));
    printf("%zu %zu\n", sizeof(struct header), offsetof(struct header, sum));
    printf("%zu %zu\n", sizeof(union number), sizeof(union number[3]));
    return 0;
}
