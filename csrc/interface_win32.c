/* Network interfaces on Windows, by number and by name. */
#ifdef PYSOCK_CDEF
char *if_indextoname(unsigned int ifindex, char *ifname);
unsigned int if_nametoindex(const char *ifname);
#endif

/* Windows does not say why there is none; POSIX does. */
static unsigned int
pysock_if_nametoindex(const char *ifname)
{
    unsigned int index = if_nametoindex(ifname);
    if (index == 0) {
        errno = ENODEV;
    }
    return index;
}

static char *
pysock_if_indextoname(unsigned int ifindex, char *ifname)
{
    char *name = if_indextoname(ifindex, ifname);
    if (name == NULL) {
        errno = ENXIO;
    }
    return name;
}

#define if_indextoname pysock_if_indextoname
#define if_nametoindex pysock_if_nametoindex
