/* Lookups that only answer in the C library's memory. FROM_STATIC is the includer's. */

static int
pysock_gethostent(struct hostent *entry, char *buf, size_t size, struct hostent **found)
{
    FROM_STATIC(gethostent());
}

static int
pysock_getnetbyaddr(uint32_t net, int type, struct netent *entry, char *buf, size_t size,
                    struct netent **found)
{
    FROM_STATIC(getnetbyaddr(net, type));
}

static int
pysock_getnetbyname(const char *name, struct netent *entry, char *buf, size_t size,
                    struct netent **found)
{
    FROM_STATIC(getnetbyname(name));
}

static int
pysock_getnetent(struct netent *entry, char *buf, size_t size, struct netent **found)
{
    FROM_STATIC(getnetent());
}

static int
pysock_getprotobyname(const char *name, struct protoent *entry, char *buf, size_t size,
                      struct protoent **found)
{
    FROM_STATIC(getprotobyname(name));
}

static int
pysock_getprotobynumber(int proto, struct protoent *entry, char *buf, size_t size,
                        struct protoent **found)
{
    FROM_STATIC(getprotobynumber(proto));
}

static int
pysock_getprotoent(struct protoent *entry, char *buf, size_t size, struct protoent **found)
{
    FROM_STATIC(getprotoent());
}

static int
pysock_getservent(struct servent *entry, char *buf, size_t size, struct servent **found)
{
    FROM_STATIC(getservent());
}
