/* The groups of a process: getgroups(2), initgroups(3). */
#ifdef PYSOCK_CDEF
int getgroups(int size, gid_t *list);
int initgroups(const char *user, gid_t group);
int setgroups(size_t size, const gid_t *list);
#endif
