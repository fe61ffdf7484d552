/* How long an interface's address is: on the BSDs and macOS it says so itself. */
#ifdef PYSOCK_CDEF
size_t pysock_address_size(const struct sockaddr *address);
#endif

static size_t
pysock_address_size(const struct sockaddr *address)
{
    return address->sa_len;
}
