"""The elements of an item list (GB/T 39554): the keys a map may name, with their Chinese labels.

What is made of an element is `item_service.py`. Source: domain.md §1.1; `item_case`, `main_item`,
`area_code`, `review_type`, `link_addr` and `supervise_addr` are ours, for lists that have them in a
column of their own.
"""

CODES = {
    "task_handle_item": "业务办理项编码",
    "task_code": "实施编码",
    "local_task_code": "地方实施编码",
    "local_catalog_code": "地方基本编码",
    "catalog_code": "基本编码",
}
"""The first of these that a row has is the code of its item."""

USED = {
    "task_name": "事项名称",
    "item_case": "办理项名称",
    "main_item": "主项名称",
    "task_type": "事项类型",
    "dept_name": "实施主体",
    "dept_code": "实施主体编码",
    "area_code": "区划编码",
    "use_level": "行使层级",
    "by_law": "设定依据",
    "accept_condition": "受理条件",
    "anticipate_day": "法定办结时限",
    "anticipate_type": "法定办结时限单位",
    "anticipate_explain": "法定办结时限说明",
    "promise_day": "承诺办结时限",
    "promise_type": "承诺办结时限单位",
    "promise_explain": "承诺办结时限说明",
    "project_type": "办件类型",
    "handle_type": "办理形式",
    "limit_scene_num": "到办事现场次数",
    "is_fee": "是否收费",
    "fee_basis": "收费依据",
    "transact_addr": "办理地点",
    "transact_time": "办理时间",
    "link_way": "咨询方式",
    "supervise_way": "监督投诉方式",
    "server_type": "服务对象",
    "is_online": "是否网办",
    "online_handle_depth": "网上办理深度",
    "is_service_terminals": "是否支持自助终端办理",
    "is_express": "是否支持物流快递",
    "result_name": "审批结果名称",
    "result_type": "审批结果类型",
    "result_guid": "审批结果样本",
}
"""Elements that have a place in a service."""

KEPT = {
    "task_state": "事项状态",
    "task_version": "事项版本",
    "review_type": "事项审查类型",
    "dept_type": "实施主体性质",
    "entrust_name": "委托部门",
    "power_source": "权力来源",
    "special_procedure": "特别程序",
    "plan_effective_date": "计划生效日期",
    "plan_cancel_date": "计划取消日期",
    "handle_area": "通办范围",
    "is_entry_center": "是否进驻政务大厅",
    "online_handle_url": "网办地址",
    "is_schedule": "是否支持预约办理",
    "is_pay_online": "是否支持网上支付",
    "other_dept": "联办机构",
    "link_addr": "咨询地址",
    "supervise_addr": "投诉地址",
    "limit_explain": "数量限制",
    "limit_scene_explain": "必须现场办理原因说明",
    "service_type": "中介服务",
    "user_topic_type": "自然人主题分类",
    "user_character_topic_type": "自然人地方特色主题分类",
    "corp_topic_type": "法人主题分类",
    "corp_character_topic_type": "法人地方特色主题分类",
    "town_code": "乡镇街道代码",
    "town_name": "乡镇街道名称",
    "village_code": "村居社区代码",
    "village_name": "村居社区名称",
}
"""Elements that a service has no field for: they stay with the item, word for word."""

LABELS = CODES | USED | KEPT

LISTS: dict[str, tuple[str, dict[str, str]]] = {
    "materials": (
        "申请材料",
        {
            "material_name": "材料名称",
            "material_type": "材料类型",
            "material_format": "材料形式",
            "is_need": "材料必要性",
            "page_num": "纸质材料份数",
            "page_copynum": "复印件份数",
            "page_format": "纸质材料规格",
            "source_type": "来源渠道",
            "source_explain": "来源渠道说明",
            "fill_explain": "填报须知",
            "accept_stand": "受理标准",
            "by_law": "要求提供材料的依据",
        },
    ),
    "fees": (
        "收费项目",
        {
            "fee_name": "收费项目名称",
            "fee_stand": "收费标准",
            "by_law": "收费依据",
            "is_desc": "是否允许减免",
            "desc_explain": "允许减免依据",
        },
    ),
    "faq": ("常见问题", {"question": "问题", "answer": "答案"}),
    "flow": ("办理流程", {"stage": "环节", "days": "天数"}),
}
"""Elements that are lists: label, and the parts of an entry; it must have the first part."""
