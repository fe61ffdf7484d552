/* Sequences of numbers that look random: random(3), drand48(3). */
#ifdef PYSOCK_CDEF
double drand48(void);
double erand48(unsigned short *xsubi);
long jrand48(unsigned short *xsubi);
void lcong48(unsigned short *param);
long lrand48(void);
long mrand48(void);
long nrand48(unsigned short *xsubi);
int rand_r(unsigned int *seedp);
long random(void);
unsigned short *seed48(unsigned short *seed16v);
void srand48(long seedval);
void srandom(unsigned int seed);
#endif
