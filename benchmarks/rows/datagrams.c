#include "twin.h"

#include <netinet/udp.h>

#define COUNT 64
#define SIZE 64
#define SLOT 2048
#define QUEUE (4 << 20)

static struct sockaddr_in names[COUNT], address;
static char out_buf[COUNT][SIZE], in_buf[COUNT][SLOT];
static struct iovec out_vec[COUNT], in_vec[COUNT];
static struct mmsghdr out_msg[COUNT], in_msg[COUNT];
static char merged[1 << 16], cut[CMSG_SPACE(sizeof(uint16_t))], told[CMSG_SPACE(sizeof(int))];
static struct iovec merged_vec = {merged, sizeof(merged)};
static struct mmsghdr cut_msg, merged_msg;
static int server, client;

static void
prepare(void)
{
    socklen_t size = sizeof(address);
    int queue = QUEUE;

    server = socket(AF_INET, SOCK_DGRAM, 0);
    client = socket(AF_INET, SOCK_DGRAM, 0);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(server, (struct sockaddr *)&address, size) == -1 ||
        getsockname(server, (struct sockaddr *)&address, &size) == -1 ||
        setsockopt(server, SOL_SOCKET, SO_RCVBUF, &queue, sizeof(queue)) == -1)
        die("prepare");
    for (int i = 0; i < COUNT; i++) {
        out_vec[i] = (struct iovec){out_buf[i], SIZE};
        in_vec[i] = (struct iovec){in_buf[i], SLOT};
        out_msg[i].msg_hdr.msg_name = &address;
        in_msg[i].msg_hdr.msg_name = &names[i];
        out_msg[i].msg_hdr.msg_namelen = in_msg[i].msg_hdr.msg_namelen = sizeof(address);
        out_msg[i].msg_hdr.msg_iov = &out_vec[i];
        in_msg[i].msg_hdr.msg_iov = &in_vec[i];
        out_msg[i].msg_hdr.msg_iovlen = in_msg[i].msg_hdr.msg_iovlen = 1;
    }
}

static void
prepare_coalesced(void)
{
    uint16_t size = SIZE;
    int on = 1;
    struct cmsghdr *cmsg = (struct cmsghdr *)cut;

    if (setsockopt(server, SOL_UDP, UDP_GRO, &on, sizeof(on)) == -1)
        die("UDP_GRO");
    cmsg->cmsg_level = SOL_UDP;
    cmsg->cmsg_type = UDP_SEGMENT;
    cmsg->cmsg_len = CMSG_LEN(sizeof(size));
    memcpy(CMSG_DATA(cmsg), &size, sizeof(size));
    cut_msg.msg_hdr = out_msg[0].msg_hdr;
    cut_msg.msg_hdr.msg_iovlen = COUNT;
    cut_msg.msg_hdr.msg_control = cut;
    cut_msg.msg_hdr.msg_controllen = sizeof(cut);
    merged_msg.msg_hdr = in_msg[0].msg_hdr;
    merged_msg.msg_hdr.msg_iov = &merged_vec;
}

static ssize_t
send_coalesced(void)
{
    return sendmmsg(client, &cut_msg, 1, 0) == 1 ? (ssize_t)cut_msg.msg_len : -1;
}

/* Datagrams that came as one, each of which is looked at. */
static ssize_t
receive_coalesced(void)
{
    ssize_t bytes = 0;
    int size = SLOT;

    merged_msg.msg_hdr.msg_control = told;
    merged_msg.msg_hdr.msg_controllen = sizeof(told);
    if (recvmmsg(server, &merged_msg, 1, 0, NULL) != 1)
        return -1;
    if (CMSG_FIRSTHDR(&merged_msg.msg_hdr) != NULL)
        memcpy(&size, CMSG_DATA(CMSG_FIRSTHDR(&merged_msg.msg_hdr)), sizeof(size));
    for (int left = (int)merged_msg.msg_len; left > 0; left -= size)
        bytes += left < size ? left : size;
    return bytes;
}

static ssize_t
send_batch(unsigned int batch)
{
    ssize_t bytes = 0;
    int sent;

    if (batch == 1)
        return sendto(client, out_buf, SIZE, 0, (struct sockaddr *)&address, sizeof(address));
    sent = sendmmsg(client, out_msg, batch, 0);
    for (int i = 0; i < sent; i++)
        bytes += out_msg[i].msg_len;
    return bytes;
}

static ssize_t
receive_batch(unsigned int batch)
{
    socklen_t size = sizeof(names[0]);
    ssize_t bytes = 0;
    int received;

    if (batch == 1)
        return recvfrom(server, in_buf, SLOT, 0, (struct sockaddr *)names, &size);
    received = recvmmsg(server, in_msg, batch, 0, NULL);
    for (int i = 0; i < received; i++)
        bytes += in_msg[i].msg_len;
    return bytes;
}

struct answer
turn(long count, int argc, char *argv[])
{
    struct answer answer = {.rows = 2};
    unsigned int batch = (unsigned int)strtoul(argv[0], NULL, 10);
    int coalesced = argc > 1;

    if (server == 0)
        prepare();
    if (coalesced && cut_msg.msg_hdr.msg_iov == NULL)
        prepare_coalesced();
    for (long i = 0; i < count; i++) {
        long long start = now(), between;

        for (unsigned int done = 0; done < COUNT; done += batch)
            answer.sent += coalesced ? send_coalesced() : send_batch(batch);
        between = now();
        for (unsigned int done = 0; done < COUNT; done += batch)
            answer.received += coalesced ? receive_coalesced() : receive_batch(batch);
        answer.times[0] += between - start;
        answer.times[1] += now() - between;
    }
    return answer;
}
