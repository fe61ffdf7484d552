/* An entry of a directory, as the BSDs and macOS have it: readdir(3). */
#ifdef PYSOCK_CDEF
struct dirent {
    ino_t d_ino;
    unsigned short d_reclen;
    unsigned short d_namlen;
    unsigned char d_type;
    char d_name[...];
    ...;
};
#endif
