/* Network interfaces on Windows, by number and by name. */
#ifdef PYSOCK_CDEF
char *if_indextoname(unsigned int ifindex, char *ifname);
unsigned int if_nametoindex(const char *ifname);
#endif
