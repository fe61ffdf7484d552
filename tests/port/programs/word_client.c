#include<stdio.h>
#include<string.h>
#include<stdlib.h>
#include<unistd.h>
#include<netdb.h>
#include<sys/types.h>
#include<sys/socket.h>
#include<netinet/in.h>

/* 서버가 보내는 단어를 거꾸로 돌려보낸다. "." 가 오면 끝. */

void turn(char *w) {
	int l=strlen(w),i;
	char t;
	for(i=0;i<l/2;i++) { t=w[i]; w[i]=w[l-1-i]; w[l-1-i]=t; }
}

main(int argc,char **argv)
{
	struct addrinfo hints,*info;
	FILE *in,*out;
	char word[80];
	int s,n=0,err,unused;

	memset(&hints,0,sizeof hints);
	hints.ai_family=AF_INET;
	hints.ai_socktype=SOCK_STREAM;
	if((err=getaddrinfo(argv[1],argv[2],&hints,&info))!=0) {
		fprintf(stderr,"%s\n",gai_strerror(err));
		exit(1);
	}
	s=socket(info->ai_family,info->ai_socktype,info->ai_protocol);
	if(connect(s,info->ai_addr,info->ai_addrlen)<0) {
		perror("connect");
		exit(2);
	}
	freeaddrinfo(info);
	in=fdopen(s,"r");
	out=fdopen(dup(s),"w");
	while(fscanf(in,"%79s",word)==1) {
		if(word[0]=='.')
			break;
		turn(word);
		fprintf(out,"%d %s\r\n",++n,word);
		fflush(out);
		printf("%s ",word);
	}
	printf("= %d\n",n);
	fclose(out);
	fclose(in);
	return n;
}
