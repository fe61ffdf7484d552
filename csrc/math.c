/* Numbers: floating-point functions, math.h(0p), and integer division, div(3). */
#ifdef PYSOCK_CDEF
double sqrt(double x);
double cbrt(double x);
double exp(double x);
double exp2(double x);
double log(double x);
double log2(double x);
double log10(double x);
double sin(double x);
double cos(double x);
double tan(double x);
double asin(double x);
double acos(double x);
double atan(double x);
double sinh(double x);
double cosh(double x);
double tanh(double x);
double fabs(double x);
double floor(double x);
double ceil(double x);
double round(double x);
double trunc(double x);
double rint(double x);
double pow(double x, double y);
double fmod(double x, double y);
double hypot(double x, double y);
double atan2(double y, double x);
double fmax(double x, double y);
double fmin(double x, double y);
long lround(double x);

typedef struct {
    int quot;
    int rem;
    ...;
} div_t;

typedef struct {
    long quot;
    long rem;
    ...;
} ldiv_t;

typedef struct {
    long long quot;
    long long rem;
    ...;
} lldiv_t;
#endif
