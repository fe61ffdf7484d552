/* What fcntl(2) has on Linux alone. */
#ifdef PYSOCK_CDEF
struct f_owner_ex {
    int type;
    pid_t pid;
    ...;
};
#endif
