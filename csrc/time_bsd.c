/* struct tm as the BSDs and macOS have it: the zone's name is no constant. */
#ifdef PYSOCK_CDEF
struct tm {
    int tm_sec;
    int tm_min;
    int tm_hour;
    int tm_mday;
    int tm_mon;
    int tm_year;
    int tm_wday;
    int tm_yday;
    int tm_isdst;
    long tm_gmtoff;
    char *tm_zone;
    ...;
};
#endif
