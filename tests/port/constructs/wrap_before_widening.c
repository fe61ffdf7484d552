#include <stdio.h>
static long long f(short v0, unsigned u) { return ~(v0 <= v0 ? 0x80 > 0x80 : (3u >> (v0 & 31))); }
static long long g(int v0, unsigned u) { return ~((v0 <= 3) ? 1 : u); }
static long long h(int v0) { return -(v0 ? 1 : 2u); }
static long long i(int v0) { return (v0 ? -1 : 2u); }
static long long j(int v0) { return !v0 + (v0 ? 1 > 2 : 2u) - 5; }
int main(void) { printf("%lld %lld %lld %lld %lld\n", f(1,2), g(1,2), h(1), i(1), j(1)); return 0; }
