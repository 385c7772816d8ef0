//! Traditional characters as the simplified ones that forms are written in.
//!
//! A sheet typed with a traditional keyboard names the same items: 普法宣傳活動 is 普法宣传活动. Only characters
//! that stand for one simplified character in an office's words are here; folding them never makes two different
//! words of a form the same.

use std::sync::OnceLock;

const TRADITIONAL: &str = "\
    傳動組織聞發佈會開線費諮詢訴決紛損為濟經條專欄題體報導資類數單項別號註額萬億幣縣區鄉鎮場監醫衛協務員\
    長電話時間審簽負責蓋製統計匯總調處罰辦結舉違執檢銷毀偽質產業營戶參與實際標準達滿較減備說説書畫記錄認\
    證識論語讀課請議護讓變賠償購買賣價貨貿贈財貸貴農莊園國圖團華廣廠廳廢張強彙後從復應態慶憑懷戰據擔擴攤\
    敗斷舊術機權樣樂橋歲歷殘氣沒溝測滅漲潔無煙熱燈獎現環當療盡眾確礎禮種積穩競筆範節簡糧級紅約純紙細終絡\
    給絕綠維網緊緩編練縮績續罷羅義習聯聲職聽腦臨興艱葉藥蘇補裝複見規視覺覽觀訂訊託訪設許評試該詳誠誤誰談\
    謝講謹譯豐貝貢貼賬賴車軍軟轉輕輔輛輪辭邊郵鄭釋針鋪錢錯鍵鏈鐵鑑門閉閱関關陽隊險隨雙雜離難雲靈靜預領頭\
    願顧風飛飲飯館駐驗魚鳥麥黃點黨齊齒龍龜師幫庫並東麗兩個倉側傷傾僅優內冊劃劉則剛創劑勞勝勢勵勸卻壓壞壯\
    奪奮婦孫學寧寶寬將尋對屆屬岡島嶺巖幹幾異疊鄰嚴圓塊墊塗夾妝媽嬰宮峽嶽蘭礦碼磚鋼鍋銀鋁銅鎖閘閣陳陰顯顆\
    餘餅養餵駕騙騷髮鬥鹽麵齡臺颱隻週裡裏衝徵穀繫係鬆貪賄贓輿遞遷遠適選遺還進運過連啟啓衆眞溫灣濱濰瀋瀘蕪\
    薊鞏嘆賞賓賢趙楊馬韓呂鄧馮蕭閻蔣鐘鍾譚賀顏龔嚐嘗擊撥擁擇揚換掃採捨搶攜敵暫曆榮構槍樓樹檔櫃欽殺毆濃濕\
    災爐爭爺牆獨獲瑪畢瘋痠盜盤瞭祕稅稱窮竊築籌籃紀紋納緒綜綱縱繳罵聖肅脅膠舖莖蟲蠶襪訓討詐詞誌諾謀譽賽跡\
    踐躍軌載輸轄遲醜釘鈔銳鑒閃閒闆闊陸隱霧韻響頁順須頒頻顛飾飼餓驅驚鮮鴨鵝齋況汙洩滙爲喫噸嚮囑圍堅塵壽夠\
    奬嶄巔幀幟廬弔彌徹恆恥悅惡惱愛慘慣慮憂憤憲懇懲懸懶戲拋捲掛揀撐撲擬擾攏攔攪敘斂於昇晉曬柵棄棗棟樸橫檯\
    歐歸殼汎淚淺渾湯滯滾漁漸潤澤澱濫瀏灑煉煩燒燙爛牽犧狀狹猶獄獸璽瓊畝疇皺盧矚矯碩礙祿禍禦稟穎穫窩竄豎筍\
    箇箋篤篩籠籤粵糾紐紡紮紹紳絲綁綿緝緣緻縛縫縷繞繩繪繼纏纖翹聳聰脈腫膚臉臟臘艙艷荊萊蒼蔔蔥薦薩藍藝蘋蝦\
    蟻蠟衞襯覈觸訟診詩誇誘諒諧謂謎謠譴讚豈豬貓販貳貫貯賃賈賊賜賦賺贊贏趕趨踴蹤軸輩輯迴逕遊鄒釀釐鈣鈉鉅鉛\
    鉤銘鋒鋰錘鍛鏡鑽闖闡陝陞階隸雞霑韋頂頌頓頗頸飢飽餌饒饋馳駁駱騎驟驢髒鬍魯鮑鯉鳳鳴鵬鶴鷹麼黴溼姦証闗囬\
    姪儘僱儲兇勻匱吳啞喚嗎嚇噴墳壟娛嬌寢屍嶇弒彎徑慚憐擋擱攝晝暈曉曠枴榦樁殲毘氈涇濘濺瀝瀾熾爾犢獵瑣瘡癒\
    癢盞睏瞞礬穢竇簾紺絞綵緯縐罈羨脫脹膽膩舘莧葦蓮蔭蕩藹蘆虧蛻蝸蟬蠻袪褲訛詛誡諷諱謙譏貶賒贍趲躊轟轎轍釣\
    鈕鈴鉀鉆銲鋸鋅錫鍊鎢鏽鑰閏闢隴雛韌頰顫餚駛驕鱗鴿麴綫";
const SIMPLIFIED: &str = "\
    传动组织闻发布会开线费咨询诉决纷损为济经条专栏题体报导资类数单项别号注额万亿币县区乡镇场监医卫协务员\
    长电话时间审签负责盖制统计汇总调处罚办结举违执检销毁伪质产业营户参与实际标准达满较减备说说书画记录认\
    证识论语读课请议护让变赔偿购买卖价货贸赠财贷贵农庄园国图团华广厂厅废张强汇后从复应态庆凭怀战据担扩摊\
    败断旧术机权样乐桥岁历残气没沟测灭涨洁无烟热灯奖现环当疗尽众确础礼种积稳竞笔范节简粮级红约纯纸细终络\
    给绝绿维网紧缓编练缩绩续罢罗义习联声职听脑临兴艰叶药苏补装复见规视觉览观订讯托访设许评试该详诚误谁谈\
    谢讲谨译丰贝贡贴账赖车军软转轻辅辆轮辞边邮郑释针铺钱错键链铁鉴门闭阅关关阳队险随双杂离难云灵静预领头\
    愿顾风飞饮饭馆驻验鱼鸟麦黄点党齐齿龙龟师帮库并东丽两个仓侧伤倾仅优内册划刘则刚创剂劳胜势励劝却压坏壮\
    夺奋妇孙学宁宝宽将寻对届属冈岛岭岩干几异叠邻严圆块垫涂夹妆妈婴宫峡岳兰矿码砖钢锅银铝铜锁闸阁陈阴显颗\
    余饼养喂驾骗骚发斗盐面龄台台只周里里冲征谷系系松贪贿赃舆递迁远适选遗还进运过连启启众真温湾滨潍沈泸芜\
    蓟巩叹赏宾贤赵杨马韩吕邓冯萧阎蒋钟钟谭贺颜龚尝尝击拨拥择扬换扫采舍抢携敌暂历荣构枪楼树档柜钦杀殴浓湿\
    灾炉争爷墙独获玛毕疯酸盗盘了秘税称穷窃筑筹篮纪纹纳绪综纲纵缴骂圣肃胁胶铺茎虫蚕袜训讨诈词志诺谋誉赛迹\
    践跃轨载输辖迟丑钉钞锐鉴闪闲板阔陆隐雾韵响页顺须颁频颠饰饲饿驱惊鲜鸭鹅斋况污泄汇为吃吨向嘱围坚尘寿够\
    奖崭巅帧帜庐吊弥彻恒耻悦恶恼爱惨惯虑忧愤宪恳惩悬懒戏抛卷挂拣撑扑拟扰拢拦搅叙敛于升晋晒栅弃枣栋朴横台\
    欧归壳泛泪浅浑汤滞滚渔渐润泽淀滥浏洒炼烦烧烫烂牵牺状狭犹狱兽玺琼亩畴皱卢瞩矫硕碍禄祸御禀颖获窝窜竖笋\
    个笺笃筛笼签粤纠纽纺扎绍绅丝绑绵缉缘致缚缝缕绕绳绘继缠纤翘耸聪脉肿肤脸脏腊舱艳荆莱苍卜葱荐萨蓝艺苹虾\
    蚁蜡卫衬核触讼诊诗夸诱谅谐谓谜谣谴赞岂猪猫贩贰贯贮赁贾贼赐赋赚赞赢赶趋踊踪轴辈辑回径游邹酿厘钙钠巨铅\
    钩铭锋锂锤锻镜钻闯阐陕升阶隶鸡沾韦顶颂顿颇颈饥饱饵饶馈驰驳骆骑骤驴脏胡鲁鲍鲤凤鸣鹏鹤鹰么霉湿奸证关回\
    侄尽雇储凶匀匮吴哑唤吗吓喷坟垄娱娇寝尸岖弑弯径惭怜挡搁摄昼晕晓旷拐干桩歼毗毡泾泞溅沥澜炽尔犊猎琐疮愈\
    痒盏困瞒矾秽窦帘绀绞彩纬绉坛羡脱胀胆腻馆苋苇莲荫荡蔼芦亏蜕蜗蝉蛮祛裤讹诅诫讽讳谦讥贬赊赡趱踌轰轿辙钓\
    钮铃钾钻焊锯锌锡炼钨锈钥闰辟陇雏韧颊颤肴驶骄鳞鸽曲线";

/// The first and the last character that are looked up.
const FIRST: u32 = 0x4e00;
const LAST: u32 = 0x9fff;

/// The same words in simplified characters, where any of them is traditional. Every character keeps its length
/// in bytes.
pub fn simplified(text: &str) -> Option<String> {
    text.chars().any(|c| simple(c) != c).then(|| text.chars().map(simple).collect())
}

fn simple(c: char) -> char {
    static TABLE: OnceLock<Box<[char]>> = OnceLock::new();
    let at = u32::from(c);
    if !(FIRST..=LAST).contains(&at) {
        return c;
    }
    let table = TABLE.get_or_init(|| {
        let mut table: Box<[char]> = (FIRST..=LAST).filter_map(char::from_u32).collect();
        for (traditional, simplified) in TRADITIONAL.chars().zip(SIMPLIFIED.chars()) {
            table[(u32::from(traditional) - FIRST) as usize] = simplified;
        }
        table
    });
    table[(at - FIRST) as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_simplified_and_keep_their_length() {
        for (text, expected) in [
            ("普法宣傳活動", Some("普法宣传活动")),
            ("為消費者挽回經濟損失(萬元)", Some("为消费者挽回经济损失(万元)")),
            ("填報單位:沂源縣南麻市場監督管理所", Some("填报单位:沂源县南麻市场监督管理所")),
            ("受理消費者諮詢情況", Some("受理消费者咨询情况")),
            ("受理消费者投诉情况", None),
            ("12.5", None),
        ] {
            assert_eq!(simplified(text).as_deref(), expected);
            assert!(simplified(text).is_none_or(|simple| simple.len() == text.len()));
        }
        assert_eq!(TRADITIONAL.chars().count(), SIMPLIFIED.chars().count());
        assert!(SIMPLIFIED.chars().all(|c| simple(c) == c), "folding twice changes nothing more");
    }
}
