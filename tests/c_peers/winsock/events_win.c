/* Shows which network events WSAEventSelect() tells of, and that each comes once until the program
 * has answered it. Server and client are both here. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <winsock2.h>

#define SOON 5000 /* milliseconds until an event that must come */
#define LATER 200 /* milliseconds in which none may come */

static void expect(const char *what, SOCKET sock, WSAEVENT event, DWORD milliseconds);
static SOCKET tcp_socket(void);

int
main(void)
{
    WSADATA wsa_data;
    SOCKET serv_sock, clnt_sock, sock, lost;
    SOCKADDR_IN adr;
    WSAEVENT event;
    int adr_sz = sizeof(adr);
    char buf[16];

    WSAStartup(MAKEWORD(2, 2), &wsa_data);
    event = WSACreateEvent();

    serv_sock = tcp_socket();
    memset(&adr, 0, sizeof(adr));
    adr.sin_family = AF_INET;
    adr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bind(serv_sock, (SOCKADDR *)&adr, sizeof(adr));
    getsockname(serv_sock, (SOCKADDR *)&adr, &adr_sz);
    WSAEventSelect(serv_sock, event, FD_ACCEPT);
    listen(serv_sock, 5);
    expect("listening", serv_sock, event, LATER);

    clnt_sock = tcp_socket();
    connect(clnt_sock, (SOCKADDR *)&adr, sizeof(adr));
    expect("a connection", serv_sock, event, SOON);
    expect("not accepted yet", serv_sock, event, LATER);
    sock = accept(serv_sock, NULL, NULL);
    expect("accepted", serv_sock, event, LATER);

    WSAEventSelect(sock, event, FD_READ | FD_WRITE | FD_CLOSE);
    expect("a new connection", sock, event, SOON);
    send(sock, "x", 1, 0);
    expect("there is still room", sock, event, LATER);
    send(clnt_sock, "abc", 3, 0);
    expect("data", sock, event, SOON);
    send(clnt_sock, "def", 3, 0);
    expect("more, but nothing is read", sock, event, LATER);
    recv(sock, buf, 2, 0);
    expect("some is read, some left", sock, event, SOON);
    recv(sock, buf, sizeof(buf), 0);
    expect("all is read", sock, event, LATER);
    if (recv(sock, buf, sizeof(buf), 0) == SOCKET_ERROR && WSAGetLastError() == WSAEWOULDBLOCK)
        puts("recv() would block");
    shutdown(clnt_sock, SD_SEND);
    expect("the end", sock, event, SOON);
    printf("recv() returns %d\n", recv(sock, buf, sizeof(buf), 0));
    expect("the end comes once", sock, event, LATER);
    closesocket(sock);
    closesocket(clnt_sock);

    closesocket(serv_sock);
    lost = tcp_socket();
    WSAEventSelect(lost, event, FD_CONNECT | FD_WRITE | FD_CLOSE);
    expect("not connecting", lost, event, LATER);
    if (connect(lost, (SOCKADDR *)&adr, sizeof(adr)) == SOCKET_ERROR &&
        WSAGetLastError() == WSAEWOULDBLOCK)
        puts("connect() is under way");
    expect("nobody listens", lost, event, SOON);
    closesocket(lost);

    WSACloseEvent(event);
    WSACleanup();
    return 0;
}

static void
expect(const char *what, SOCKET sock, WSAEVENT event, DWORD milliseconds)
{
    static const char *const names[] = {"FD_READ",   "FD_WRITE",   "FD_OOB",
                                        "FD_ACCEPT", "FD_CONNECT", "FD_CLOSE"};
    WSANETWORKEVENTS happened;
    int bit;

    printf("%s:", what);
    if (WSAWaitForMultipleEvents(1, &event, FALSE, milliseconds, FALSE) == WSA_WAIT_TIMEOUT) {
        puts(" nothing");
        return;
    }
    WSAEnumNetworkEvents(sock, event, &happened);
    for (bit = FD_READ_BIT; bit <= FD_CLOSE_BIT; bit++)
        if (happened.lNetworkEvents & (1 << bit))
            printf(" %s (%d)", names[bit], happened.iErrorCode[bit]);
    puts("");
}

static SOCKET
tcp_socket(void)
{
    SOCKET sock = socket(PF_INET, SOCK_STREAM, 0);

    if (sock == INVALID_SOCKET)
        exit(1);
    return sock;
}
