/* The bounds of a buffer, checked in C by the calls that programs make most: it saves Python a
 * call.
 *
 * `room` is the number of bytes that the call may touch, or -1 where it may touch none at all. */
#ifndef PYSOCK_BOUNDS_H
#define PYSOCK_BOUNDS_H

#define PYSOCK_OUTSIDE (-3)

/* What a call returns that got a socket for a descriptor, or the other way round: on Windows. */
#define PYSOCK_MIXED_UP (-4)

#define RETURN_IF_OUTSIDE(count, room)                                                             \
    do {                                                                                           \
        if ((count) < 0 || (count) > (room)) {                                                     \
            return PYSOCK_OUTSIDE;                                                                 \
        }                                                                                          \
    } while (0)

#endif
