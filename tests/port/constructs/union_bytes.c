#include <stdio.h>
#include <stdint.h>

union word {
    uint32_t whole;
    uint16_t half[2];
    uint8_t byte[4];
    int32_t sign;
};
union real { float f; uint32_t bits; };
union address { uint32_t s_addr; struct { uint8_t a, b, c, d; } part; };

int main(void)
{
    union word w;
    union real r;
    union address ip;
    int i;

    w.whole = 0x01020304;
    for (i = 0; i < 4; i++)
        printf("%u ", w.byte[i]);
    w.byte[3] = 0xff;
    printf("%d %x %x\n", w.sign, w.half[1], w.half[0]);
    w.half[0] = 0xffff;
    w.half[0]++;
    printf("%08x\n", w.whole);
    r.f = -1.5f;
    printf("%08x sign %u exponent %u\n", r.bits, r.bits >> 31, (r.bits >> 23) & 0xff);
    r.bits &= 0x7fffffff;
    printf("%.2f\n", r.f);
    ip.s_addr = 0;
    ip.part.a = 127;
    ip.part.d = 1;
    printf("%x\n", ip.s_addr);
    return 0;
}
